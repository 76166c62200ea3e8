from hypothesis import settings

# A shared machine's speed is no property of the code.
settings.register_profile("medpref", deadline=None)
settings.load_profile("medpref")
