"""Whether the structure of a network is more than chance: null models and backbones."""
