"""The ways in which the shop can break: what each simulates, which cause it is, what mends it."""
