namespace BudgetEnforcement.Portkey;

/// <summary>Whose limit at Portkey a call has hit, as far as Portkey's message says.</summary>
public enum PortkeyLimitOwner
{
    /// <summary>The message does not say, or there is none.</summary>
    Unknown,

    /// <summary>An API key of Portkey.</summary>
    ApiKey,

    /// <summary>A virtual key, or the integration or provider that has taken the place of virtual keys.</summary>
    VirtualKey,

    /// <summary>A workspace.</summary>
    Workspace,

    /// <summary>An organisation.</summary>
    Organisation,

    /// <summary>A policy of limits, which may be about users, models or metadata.</summary>
    Policy,
}
