"""A release as clients receive it. The publisher makes it to know what changed for them, the
catalog to serve it; both make it here, so that they agree."""
