"""What the environment decides. Everything else is content or code."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once by the process that starts, then passed as a value.

    Every name is an environment variable with the prefix `PLUMBLINE_`.
    """

    model_config = SettingsConfigDict(env_prefix="PLUMBLINE_", frozen=True, extra="ignore")

    database_url: str = Field(
        default="sqlite:///data/plumbline.db",
        description="`sqlite:///path` or `postgresql+psycopg://user@host/name`.",
    )
    seed_dir: Path = Field(default=Path("seed"), description="Where the authored content is.")
    max_age_s: int = Field(default=300, ge=0, description="How long a client may keep content.")
    stale_while_revalidate_s: int = Field(
        default=3_600, ge=0, description="How long after that it may show it while it asks again."
    )
    stale_if_error_s: int = Field(
        default=604_800, ge=0, description="How long after that it may show it while we are away."
    )
    release_poll_s: float = Field(
        default=2.0, gt=0, description="Seconds between looks for a new release."
    )
    max_body_bytes: int = Field(default=65_536, gt=0, description="Largest request body.")
    max_archive_bytes: int = Field(
        default=16 << 20, gt=0, description="Largest content archive that may be uploaded."
    )
    publish_approvals: int = Field(
        default=0,
        ge=0,
        le=10,
        description="Approvals that it takes to publish over the API, each by another owner of a "
        "key than the one who uploaded.",
    )
    signing_key_file: Path | None = Field(
        default=None,
        description="The Ed25519 private key (PEM) that bundles are signed with. Without one, a "
        "key for development is made, and every signature by it says so.",
    )
    development_key_file: Path = Field(
        default=Path("data/development-signing-key.pem"),
        description="Where the key for development is kept.",
    )
    changes_keep_days: int = Field(
        default=365, gt=0, description="How old a copy may be and still be brought up to date."
    )
    keys_recheck_s: float = Field(
        default=2.0, gt=0, description="Seconds after which a key is looked up again."
    )
    limits_url: str | None = Field(
        default=None,
        repr=False,
        description="Where workers count together, `valkey://host:6379/0` or `redis://…`. Without "
        "one each worker counts by itself.",
    )
    limits_reads_per_minute: int = Field(
        default=600, gt=0, description="Requests from one address without a key."
    )
    limits_triage_per_minute: int = Field(
        default=600, gt=0, description="Answers judged for one address without a key."
    )
    limits_key_reads_per_minute: int = Field(
        default=6_000, gt=0, description="Requests with one key of scope `read`."
    )
    limits_key_triage_per_minute: int = Field(
        default=6_000, gt=0, description="Answers judged with one key of scope `triage`."
    )
    limits_wrong_keys_per_minute: int = Field(
        default=30, gt=0, description="Unknown keys that one address may try."
    )
    trusted_hops: int = Field(
        default=0,
        ge=0,
        le=10,
        description="Proxies of yours in front, each of which adds to `X-Forwarded-For`. 0: the "
        "address is who connects.",
    )
    webhooks_deliver: bool = Field(
        default=True, description="Whether workers send what is in the queue of webhooks."
    )
    webhooks_allow_private: bool = Field(
        default=False,
        description="For development: webhooks may lead to private addresses, and over http.",
    )
