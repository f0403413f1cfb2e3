"""Commands that draw, measure and search networks, and the options that choose one."""
