"""Commands of the house: each module registers its own; they import what they need when they run."""

from sogdia.config import (
    commands_explain,
    commands_figures,
    commands_money,
    commands_people,
    commands_search,
    commands_shelf,
    commands_world,
)

__all__ = [
    "commands_explain",
    "commands_figures",
    "commands_money",
    "commands_people",
    "commands_search",
    "commands_shelf",
    "commands_world",
]
