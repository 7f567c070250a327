"""Parts of the composition root, one family of ports a module; ``bootstrap.Deps`` puts them together."""
