"""A release as clients receive it. The publisher makes its entries here, to know what changed and
to keep them; the catalog makes of these what it serves, and makes none again."""
