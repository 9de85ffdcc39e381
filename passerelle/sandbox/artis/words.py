"""What artis.net says of its own (fact ``art.errors``)."""

UNAUTHORIZED = "La clé manque ou n'est pas valable"
NOT_ACTIVATED = "L'interface n'est pas activée ; contactez ARTIS"
MANDATORY = "Champ obligatoire"
DUPLICATES = "Doublons possibles"


def unknown(value: object) -> str:
    """What is said of a value that stands in no list."""
    return f"« {value} » est inconnu"
