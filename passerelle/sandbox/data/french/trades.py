"""Trades with the word a company's name begins with and their code of the French nomenclature (NAF rev. 2)."""

TRADES: tuple[tuple[str, str], ...] = (
    ("Céréales", "0111Z"), ("Maraîchage", "0113Z"), ("Domaine", "0121Z"), ("Charcuterie", "1013B"),
    ("Laiterie", "1051A"), ("Fromagerie", "1051C"), ("Boulangerie", "1071C"), ("Pâtisserie", "1071D"),
    ("Brasserie", "1105Z"), ("Textiles", "1392Z"), ("Scierie", "1610A"), ("Imprimerie", "1812Z"),
    ("Plastiques", "2229A"), ("Chaudronnerie", "2511Z"), ("Décolletage", "2562A"), ("Mécanique", "2562B"),
    ("Ébénisterie", "3109B"), ("Terrassement", "4312A"), ("Électricité", "4321A"), ("Plomberie", "4322A"),
    ("Chauffage", "4322B"), ("Plâtrerie", "4331Z"), ("Menuiserie", "4332A"), ("Serrurerie", "4332B"),
    ("Carrelages", "4333Z"), ("Peinture", "4334Z"), ("Charpente", "4391A"), ("Couverture", "4391B"),
    ("Maçonnerie", "4399C"), ("Garage", "4520A"), ("Carrosserie", "4520A"), ("Primeurs", "4631Z"),
    ("Boissons", "4634Z"), ("Matériaux", "4673A"), ("Boucherie", "4722Z"), ("Cave", "4725Z"),
    ("Quincaillerie", "4752A"), ("Meubles", "4759A"), ("Librairie", "4761Z"), ("Pharmacie", "4773Z"),
    ("Fleurs", "4776Z"), ("Bijouterie", "4777Z"), ("Optique", "4778A"), ("Taxis", "4932Z"),
    ("Transports", "4941A"), ("Messagerie", "4941B"), ("Déménagements", "4942Z"), ("Hôtel", "5510Z"),
    ("Restaurant", "5610A"), ("Traiteur", "5621Z"), ("Café", "5630Z"), ("Logiciels", "5829C"),
    ("Informatique", "6202A"), ("Données", "6311Z"), ("Participations", "6420Z"), ("Assurances", "6622Z"),
    ("Immobilière", "6831Z"), ("Cabinet", "6910Z"), ("Expertise", "6920Z"), ("Conseil", "7022Z"),
    ("Architecture", "7111Z"), ("Géomètres", "7112A"), ("Ingénierie", "7112B"), ("Publicité", "7311Z"),
    ("Studio", "7410Z"), ("Photographie", "7420Z"), ("Clinique vétérinaire", "7500Z"), ("Locations", "7711A"),
    ("Intérim", "7820Z"), ("Voyages", "7911Z"), ("Sécurité", "8010Z"), ("Propreté", "8121Z"),
    ("Paysages", "8130Z"), ("Auto-école", "8553Z"), ("Formation", "8559A"), ("Ambulances", "8690A"),
    ("Pressing", "9601B"), ("Coiffure", "9602A"), ("Institut", "9602B"),
)  # fmt: skip

PROPERTY_COMPANY, PUBLIC_ADMINISTRATION = "6820B", "8411Z"
"""The codes of companies that let property (SCI), and of the public administration."""
