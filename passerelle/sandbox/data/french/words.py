"""Words that made-up French people, companies and streets are composed of."""

FAMILIES: tuple[str, ...] = (
    "Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon",
    "Michel", "Lefèvre", "Leroy", "Roux", "David", "Bertrand", "Morel", "Fournier", "Girard", "Bonnet", "Dupont",
    "Lambert", "Fontaine", "Rousseau", "Vincent", "Müller", "Faure", "André", "Mercier", "Blanc", "Guérin", "Boyer",
    "Garnier", "Chevalier", "François", "Legrand", "Gauthier", "Garcia", "Perrin", "Robin", "Clément", "Morin",
    "Nicolas", "Henry", "Roussel", "Mathieu", "Gautier", "Masson", "Marchand", "Duval", "Denis", "Dumont", "Marie",
    "Lemaire", "Noël", "Meyer", "Dufour", "Meunier", "Brun", "Blanchard", "Giraud", "Joly", "Rivière", "Lucas",
    "Brunet", "Gaillard", "Barbier", "Arnaud", "Martinez", "Gérard", "Roche", "Renard", "Schmitt", "Roy", "Colin",
    "Vidal", "Caron", "Picard", "Roger", "Fabre", "Aubert", "Lemoine", "Renaud", "Dumas", "Lacroix", "Olivier",
    "Philippe", "Bourgeois", "Pierre", "Benoît", "Rey", "Leclerc", "Payet", "Rolland", "Leclercq", "Guillaume",
    "Lecomte", "López", "Jean", "Dupuy", "Guillot", "Hubert", "Berger", "Carpentier", "Sánchez", "Dupuis", "Moulin",
    "Louis", "Deschamps", "Huet", "Vasseur", "Perez", "Boucher", "Fleury", "Royer", "Klein", "Jacquet", "Adam",
    "Paris", "Poirier", "Marty", "Aubry", "Guyot", "Carré", "Charles", "Renault", "Charpentier", "Ménard", "Maillard",
    "Baron", "Bertin", "Bailly", "Hervé", "Schneider", "Fernandez", "Le Gall", "Collet", "Léger", "Bouvier", "Julien",
    "Prévost", "Millet", "Perrot", "Daniel", "Le Roux", "Cousin", "Germain", "Breton", "Besson", "Langlois", "Rémy",
    "Le Goff", "Pelletier", "Lévêque", "Perrier", "Leblanc", "Barré", "Lebrun", "Marchal", "Weber", "Mallet",
    "Hamon", "Boulanger", "Jacob", "Monnier", "Michaud", "Rodriguez", "Guichard", "Gillet", "Étienne", "Grondin",
    "Poulain", "Tessier", "Chevallier", "Collin", "Chauvin", "Da Silva", "Bouchet", "Gay", "Lemaître", "Bénard",
    "Maréchal", "Humbert", "Reynaud", "Antoine", "Hoarau", "Perret", "Barthélemy", "Cordier", "Pichon", "Lejeune",
    "Gilbert", "Lamy", "Delaunay", "Pasquier", "Carlier", "Laporte", "Ben Amar", "Diallo", "Nguyen", "Traoré",
)  # fmt: skip

GIVEN_HIS: tuple[str, ...] = (
    "Jean", "Pierre", "Michel", "André", "Philippe", "Alain", "Bernard", "Jacques", "Daniel", "François", "Éric",
    "Laurent", "Frédéric", "Stéphane", "Christophe", "Nicolas", "Julien", "Sébastien", "David", "Thomas", "Olivier",
    "Jérôme", "Vincent", "Guillaume", "Antoine", "Mathieu", "Benoît", "Rémi", "Cédric", "Loïc", "Hugo", "Lucas",
    "Théo", "Maxime", "Karim", "Mehdi", "Jean-Marc", "Jean-Luc", "Yannick", "Gaël", "Raphaël", "Grégory", "Denis",
)  # fmt: skip

GIVEN_HERS: tuple[str, ...] = (
    "Marie", "Nathalie", "Isabelle", "Sylvie", "Catherine", "Françoise", "Valérie", "Christine", "Monique", "Sophie",
    "Sandrine", "Céline", "Véronique", "Aurélie", "Élodie", "Émilie", "Julie", "Camille", "Laëtitia", "Stéphanie",
    "Hélène", "Chloé", "Léa", "Manon", "Anaïs", "Pauline", "Claire", "Agnès", "Béatrice", "Corinne", "Delphine",
    "Fatima", "Samira", "Anne-Sophie", "Marie-Claude", "Gaëlle", "Maëlle", "Océane", "Inès", "Noémie", "Zoé", "Élise",
)  # fmt: skip

STREETS: tuple[str, ...] = (
    "rue de l'Église", "place de l'Église", "Grande Rue", "rue du Moulin", "rue de la Mairie", "rue des Écoles",
    "rue de la Gare", "avenue de la Gare", "rue Victor Hugo", "boulevard Victor Hugo", "rue Pasteur", "rue Jean Jaurès",
    "avenue Jean Jaurès", "rue Gambetta", "boulevard Gambetta", "rue de la République", "avenue de la République",
    "place de la République", "rue du Général de Gaulle", "avenue du Général Leclerc", "rue du Maréchal Foch",
    "rue Jules Ferry", "rue Émile Zola", "rue Voltaire", "rue Molière", "rue Anatole France", "rue Marcel Pagnol",
    "rue du Château", "rue des Lilas", "allée des Tilleuls", "allée des Chênes", "impasse des Acacias", "rue du Stade",
    "rue de la Fontaine", "chemin des Vignes", "chemin du Lavoir", "route de Paris", "route de Lyon", "quai Nord",
    "rue Saint-Martin", "rue Saint-Jean", "rue Notre-Dame", "cours de la Libération", "boulevard Carnot", "rue Carnot",
    "avenue Foch", "rue Pierre et Marie Curie", "rue Louis Blériot", "avenue de l'Europe", "rue de l'Industrie",
    "zone artisanale du Pré-Long", "rue des Artisans", "boulevard de Strasbourg", "rue des Frères Lumière",
)  # fmt: skip

SIGNS: tuple[str, ...] = (
    "du Centre", "de la Gare", "des Halles", "du Marché", "Saint-Martin", "Saint-Michel", "des Alpes", "du Littoral",
    "de l'Étoile", "du Parc", "de la Vallée", "des Remparts", "du Vieux Port", "de l'Océan", "du Soleil", "des Lys",
    "Sainte-Anne", "du Midi", "des Cèdres", "de la Source", "du Pont Neuf", "des Arènes", "du Lac", "de l'Atlantique",
)  # fmt: skip

COINED_HEADS: tuple[str, ...] = (
    "Nova", "Alti", "Ever", "Solu", "Opti", "Médi", "Éco", "Aqua", "Terra", "Hélio", "Méca", "Agri", "Bati", "Volta",
    "Clima", "Logi", "Digi", "Info", "Euro", "Franc", "Armor", "Occi", "Rhôna", "Lutè", "Vita", "Quali", "Néo", "Prima",
)  # fmt: skip

COINED_TAILS: tuple[str, ...] = (
    "tech", "lis", "plast", "form", "bat", "therm", "log", "pro", "concept", "services", "distri", "press", "via",
    "dis", "métal", "fluid", "clim", "bois", "pack", "sys", "gest", "nov", "tis", "drive", "sol", "vert", "lab", "net",
)  # fmt: skip
