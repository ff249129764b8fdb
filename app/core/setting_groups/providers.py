"""Settings: the services that make films from prompts."""

from pydantic import BaseModel, SecretStr

from app.core.setting_types import ApiKey, EndpointUrl, Limit, Names, Span, setting


class ProviderSettings(BaseModel):
    """The services that make films from prompts."""

    providers: Names = setting(
        ("demo",),
        "Generation",
        "Services that make films from prompts, in the order in which they are tried, with commas between: `demo` "
        "(built in, free), `openai`, `runway`, `google` (pip install -r requirements-providers.txt)",
        min_length=1,
    )
    openai_api_key: ApiKey = setting(SecretStr(""), "Generation", "Key of the provider `openai`")
    openai_base_url: EndpointUrl = setting(
        "", "Generation", "Address of OpenAI's API with `/v1`; empty: its own. It is trusted"
    )
    openai_models: Names = setting(
        (),
        "Generation",
        "Models of `openai` instead of those built in, with commas between, the first is the default: `sora-2=0.10`. "
        "A new one needs its price, US dollars for a second of film, and has the limits of the first built-in one",
    )
    runway_api_key: ApiKey = setting(SecretStr(""), "Generation", "Key of the provider `runway`")
    runway_base_url: EndpointUrl = setting(
        "", "Generation", "Address of Runway's API without a version; empty: its own. It is trusted"
    )
    runway_models: Names = setting(
        (),
        "Generation",
        "Models of `runway` instead of those built in, with commas between, the first is the default: `gen5=0.15`. "
        "A new one needs its price, US dollars for a second of film, and has the limits of the first built-in one",
    )
    google_api_key: ApiKey = setting(SecretStr(""), "Generation", "Key of the provider `google`")
    google_base_url: EndpointUrl = setting(
        "", "Generation", "Address of Google's API without a version; empty: its own. It is trusted"
    )
    google_models: Names = setting(
        (),
        "Generation",
        "Models of `google` instead of those built in, with commas between, the first is the default: `veo-4=0.40`. "
        "A new one needs its price, US dollars for a second of film, and has the limits of the first built-in one",
    )
    provider_daily_budget_usd: Span = setting(
        0,
        "Generation",
        "What all providers together may cost on one day (UTC); what would go beyond it is made by a free provider of "
        "PROVIDERS, or waits for the next day. 0: no limit",
        unit="US dollars",
    )
    provider_poll_seconds: Limit = setting(5, "Generation", "Time between two polls of an order", unit="s")
    provider_failures: int = setting(
        3,
        "Generation",
        "Failures in a row after which a provider's circuit opens: it is passed over for PROVIDER_COOLDOWN_SECONDS, "
        "then one order tries it",
        unit="failures",
        ge=1,
        le=100,
    )
    provider_cooldown_seconds: Limit = setting(
        60, "Generation", "How long an open circuit stays open; twice as long after each try that fails", unit="s"
    )
