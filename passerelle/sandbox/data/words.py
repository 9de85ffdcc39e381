"""Words that made-up Belgian companies, people and streets are composed of; streets of Brussels have both names."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "nl": (
        "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet",
        "Vermeulen", "Pauwels", "Hermans", "Aerts", "Michiels", "Hendrickx", "Van den Broeck", "De Clercq", "Smets",
        "Verhoeven", "Bogaert", "Vandenberghe", "De Backer", "Coppens", "Van Damme", "Lemmens", "Segers", "Desmet",
        "Verstraete", "Cools", "Baert", "Vandevelde", "Thijs", "Nijs", "De Cock",
    ),
    "fr": (
        "Dubois", "Lambert", "Dupont", "Martin", "Simon", "Leroy", "Denis", "Renard", "Lejeune", "Gérard", "François",
        "Collard", "Thiry", "Bodart", "Lefèbvre", "Noël", "Charlier", "Marchal", "Delvaux", "Henrard", "Piron",
        "Mathieu", "Lemaire", "Wauters", "Dumont", "Gillet", "Hubert", "Pirard", "Évrard", "Toussaint", "Masson",
    ),
}  # fmt: skip

GIVEN: dict[str, tuple[str, ...]] = {
    "nl": ("Jan", "Anna", "Pieter", "Els", "Koen", "Lieve", "Bart", "Griet", "Tom", "An", "Wim", "Sofie", "Ilse"),
    "fr": ("Jean", "Marie", "Luc", "Anne", "Benoît", "Sophie", "Marc", "Hélène", "Alain", "Chloé", "Yves", "Cécile"),
}  # fmt: skip

# Dutch trade, French trade.
TRADES: tuple[tuple[str, str], ...] = (
    ("Bakkerij", "Boulangerie"), ("Slagerij", "Boucherie"), ("Garage", "Garage"), ("Apotheek", "Pharmacie"),
    ("Schilderwerken", "Peintures"), ("Dakwerken", "Toitures"), ("Elektriciteit", "Électricité"),
    ("Tuinaanleg", "Jardins"), ("Transport", "Transports"), ("Drukkerij", "Imprimerie"), ("Brouwerij", "Brasserie"),
    ("Schrijnwerkerij", "Menuiserie"), ("Architectenbureau", "Bureau d'architecture"), ("Optiek", "Optique"),
    ("Immobiliën", "Immobilière"), ("Wijnhandel", "Vins"), ("Bouwwerken", "Constructions"), ("Hotel", "Hôtel"),
    ("Boekhandel", "Librairie"), ("Sanitair", "Sanitaire"), ("Keukens", "Cuisines"), ("Verzekeringen", "Assurances"),
)  # fmt: skip

CLUBS: tuple[tuple[str, str], ...] = (
    ("Muziekvereniging", "Société de musique"), ("Sportclub", "Club sportif"), ("Jeugdhuis", "Maison des jeunes"),
    ("Buurtwerk", "Comité de quartier"), ("Toneelgroep", "Troupe de théâtre"),
)  # fmt: skip

STREETS_NL: tuple[str, ...] = (
    "Kerkstraat", "Stationsstraat", "Dorpsstraat", "Molenstraat", "Schoolstraat", "Nieuwstraat", "Veldstraat",
    "Hoogstraat", "Kapelstraat", "Bergstraat", "Gentsesteenweg", "Antwerpsesteenweg", "Brusselsesteenweg", "Markt",
    "Grote Markt", "Lindelaan", "Beukenlaan", "Eikenlaan", "Industrielaan", "Nijverheidslaan", "Kasteelstraat",
    "Vaartstraat", "Haachtsesteenweg", "Sint-Jansstraat", "Koning Albertlaan", "Leopoldstraat", "Broekstraat",
    "Rozenlaan", "Meersstraat", "Zandstraat", "Beekstraat", "Tramstraat", "Pastorijstraat", "Groenstraat",
    "Ringlaan", "Heidestraat", "Kouter", "Ambachtenlaan", "Bosstraat", "Watermolenstraat",
)  # fmt: skip

STREETS_FR: tuple[str, ...] = (
    "Rue de l'Église", "Rue de la Station", "Grand-Rue", "Rue du Moulin", "Rue de l'École", "Rue Neuve",
    "Rue des Champs", "Rue Haute", "Rue de la Chapelle", "Rue du Pont", "Chaussée de Namur", "Chaussée de Bruxelles",
    "Chaussée de Mons", "Place Communale", "Grand-Place", "Avenue des Tilleuls", "Avenue des Hêtres", "Rue du Château",
    "Avenue de l'Industrie", "Rue des Artisans", "Quai de la Meuse", "Rue Saint-Jean", "Avenue Albert Ier",
    "Rue Léopold", "Rue du Marais", "Rue des Prés", "Rue du Ruisseau", "Rue du Tram", "Rue de la Cure", "Rue Verte",
    "Boulevard du Nord", "Rue de la Bruyère", "Rue des Combattants", "Rue du Bois", "Rue de la Fontaine",
    "Route de Luxembourg", "Rue du Centre", "Rue des Écoles", "Avenue Reine Astrid", "Rue du Tilleul",
)  # fmt: skip

STREETS_BRUSSELS: tuple[tuple[str, str], ...] = (
    ("Eikstraat", "Rue du Chêne"), ("Nieuwstraat", "Rue Neuve"), ("Hoogstraat", "Rue Haute"),
    ("Wetstraat", "Rue de la Loi"), ("Louizalaan", "Avenue Louise"), ("Koningsstraat", "Rue Royale"),
    ("Kunstlaan", "Avenue des Arts"), ("Zuidstraat", "Rue du Midi"), ("Anspachlaan", "Boulevard Anspach"),
    ("Troonstraat", "Rue du Trône"), ("Waterloosesteenweg", "Chaussée de Waterloo"),
    ("Elsensesteenweg", "Chaussée d'Ixelles"), ("Gentsesteenweg", "Chaussée de Gand"),
    ("Tervurenlaan", "Avenue de Tervueren"), ("Vlaamsesteenweg", "Rue de Flandre"), ("Lakensestraat", "Rue de Laeken"),
    ("Bergensesteenweg", "Chaussée de Mons"), ("Haachtsesteenweg", "Chaussée de Haecht"),
    ("Leuvensesteenweg", "Chaussée de Louvain"), ("Grote Markt", "Grand-Place"),
)  # fmt: skip
