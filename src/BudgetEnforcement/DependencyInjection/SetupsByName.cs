using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>The setups that configure or validate options, found by the name of the options.</summary>
/// <typeparam name="TSetup">One of the interfaces of the options framework.</typeparam>
internal sealed class SetupsByName<TSetup>
    where TSetup : class
{
    private readonly List<TSetup> _all;
    private readonly List<int> _ofAnyName = [];
    private readonly Dictionary<string, List<int>> _byName = new(StringComparer.Ordinal);

    internal SetupsByName(IEnumerable<TSetup> setups)
    {
        _all = setups.ToList();
        for (var i = 0; i < _all.Count; i++)
        {
            if (OnlyName(_all[i]) is not { } name)
                _ofAnyName.Add(i);
            else if (_byName.TryGetValue(name, out var same))
                same.Add(i);
            else
                _byName.Add(name, [i]);
        }
    }

    /// <summary>The setups that may be for options of this name, in the order in which they were added.</summary>
    internal IEnumerable<TSetup> For(string name)
    {
        if (!_byName.TryGetValue(name, out var own))
            own = [];
        for (int i = 0, j = 0; i < own.Count || j < _ofAnyName.Count;)
            yield return _all[j == _ofAnyName.Count || (i < own.Count && own[i] < _ofAnyName[j]) ? own[i++] : _ofAnyName[j++]];
    }

    /// <summary>
    /// The only name that a setup is for; null where it may be for any name. Null is always safe, because a setup checks the name itself.
    /// </summary>
    private static string? OnlyName(TSetup setup) => setup switch
    {
        BudgetRegistration registration => registration.Key,
        ConfigureNamedOptions<BudgetOptions> configure when IsOfTheFramework(setup) => configure.Name,
        PostConfigureOptions<BudgetOptions> postConfigure when IsOfTheFramework(setup) => postConfigure.Name,
        ValidateOptions<BudgetOptions> validate when IsOfTheFramework(setup) => validate.Name,
        _ => IsOfTheFramework(setup) ? NameProperty(setup.GetType())?.GetValue(setup) as string : null,
    };

    // A class of other code may decide by more than the name.
    private static bool IsOfTheFramework(TSetup setup) => setup.GetType().Namespace == typeof(ConfigureNamedOptions<>).Namespace;

    // Setups that take services, as BindConfiguration makes them, share only this property.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Where the property is trimmed away, the setup is asked for every name.")]
    private static System.Reflection.PropertyInfo? NameProperty(Type type) => type.GetProperty("Name", typeof(string));
}
