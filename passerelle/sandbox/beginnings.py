"""What every system's seed is made from."""

from dataclasses import dataclass
from functools import cached_property

from passerelle.sandbox.config import SandboxConfig
from passerelle.sandbox.data.companies import Company, generate_companies
from passerelle.sandbox.register.reading import read_register


@dataclass(frozen=True)
class Beginnings:
    """The companies the systems know of, each in its own way."""

    config: SandboxConfig

    @cached_property
    def companies(self) -> tuple[Company, ...]:
        """Those of the register folder, if one was given, else made-up ones; as openthebox shows them.

        Raises SandboxError if the folder cannot be used.
        """
        if self.config.from_path is not None:
            return read_register(self.config.from_path)
        return generate_companies(self.config.companies, self.config.seed)
