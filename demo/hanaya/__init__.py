"""花屋はな (Hanaya): an invented flower shop with an API, webhooks and a page, which breaks on command."""
