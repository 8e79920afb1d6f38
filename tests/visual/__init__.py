"""How sheets look: pictures that somebody looked at, and what must hold in every one."""
