"""The board on which a programme is planned: rooms beside each other, time downwards, and what clashes."""
