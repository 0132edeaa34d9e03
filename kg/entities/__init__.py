"""From words to actors: names, descriptions and pronouns of an article → who is meant, with an IRI."""
