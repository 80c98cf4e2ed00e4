namespace BudgetEnforcement;

/// <summary>What a store does about its schema when a ledger opens it.</summary>
public enum SchemaSetUp
{
    /// <summary>Creates it where it is missing and brings an older one up to date; one that is newer is an error.</summary>
    Create = 0,

    /// <summary>Changes nothing: a schema that is missing, older or newer is an error.</summary>
    Validate = 1,

    /// <summary>Takes the schema as it is and only reads the row of the ledger, for database users that may do nothing else.</summary>
    None = 2,
}
