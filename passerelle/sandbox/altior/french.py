"""What Altior says of its own (fact ``alt.errors``)."""

UNAUTHORIZED = "La clé d'API manque ou n'est pas valable"
NOT_ACTIVATED = "Le module Sellsy ou l'API n'est pas activé ; adressez-vous à votre contact commercial"
