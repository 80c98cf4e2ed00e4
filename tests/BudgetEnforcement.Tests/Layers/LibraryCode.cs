using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace BudgetEnforcement.Tests.Layers;

/// <summary>The compiled library: which of its types are written in which folder, and what their code uses.</summary>
internal sealed class LibraryCode
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Assembly _library = typeof(BudgetEnforcer).Assembly;
    private readonly ImmutableDictionary<int, string> _folders;

    internal LibraryCode()
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(_library.Location, ".pdb")));
        var reader = symbols.GetMetadataReader();
        _folders = reader.MethodDebugInformation.Select(handle => (Handle: handle, Document: reader.GetMethodDebugInformation(handle).Document))
            .Where(method => !method.Document.IsNil)
            .ToImmutableDictionary(
                method => MetadataTokens.GetToken(method.Handle.ToDefinitionHandle()),
                method => FolderOf(reader.GetString(reader.GetDocument(method.Document).Name)));
    }

    /// <summary>By folder, the internals of other folders that its code uses: internal types, and members of public ones.</summary>
    internal Dictionary<string, string[]> UsesOfInternals(IReadOnlyCollection<string> folders) => _library.GetTypes()
        .SelectMany(type => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        .Select(method => (Folder: _folders.GetValueOrDefault(method.MetadataToken, string.Empty), Method: method))
        .Where(code => folders.Contains(code.Folder))
        .SelectMany(code => Used(code.Method).Where(member => IsInternalOfAnother(member, code.Folder)).Select(member => (code.Folder, Name: NameOf(member))))
        .Distinct()
        .GroupBy(use => use.Folder, use => use.Name)
        .ToDictionary(uses => uses.Key, uses => uses.Order(StringComparer.Ordinal).ToArray());

    /// <summary>By caller, as <c>Type.Method</c>, everything that its code uses, of this library and of others.</summary>
    /// <param name="folder">The folder that the caller is written in; all if null.</param>
    internal IEnumerable<(string Caller, MemberInfo Used)> Uses(string? folder = null) => _library.GetTypes()
        .SelectMany(type => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        .Where(method => folder is null || _folders.GetValueOrDefault(method.MetadataToken) == folder)
        .SelectMany(method => Used(method).Select(member => ($"{Outermost(method.DeclaringType!).Name}.{NameOfSource(method)}", member)));

    /// <summary>The types of other folders of the library, public or not, whose members the code of these folders uses.</summary>
    internal IEnumerable<string> TypesUsedBy(params string[] folders) => folders.SelectMany(Uses).Select(use => Outermost(use.Used.DeclaringType!))
        .Where(type => type.Assembly == _library && !type.Name.StartsWith('<') && FolderOfType(type) is { } folder && !folders.Contains(folder))
        .Select(type => type.Name)
        .Distinct();

    // The path within the project, so that a folder and one of the same name further down are two.
    private static string FolderOf(string path)
    {
        const string Project = "/src/BudgetEnforcement/";
        var folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
        var start = folder.LastIndexOf(Project, StringComparison.Ordinal);
        return start < 0 ? Path.GetFileName(folder) : folder[(start + Project.Length)..];
    }

    private bool IsInternalOfAnother(MemberInfo member, string folder)
    {
        var type = Outermost(member.DeclaringType!);
        if (type.Assembly != _library || type.Name.StartsWith('<') || (type.IsPublic && IsPublic(member)))
            return false;
        var own = member is MethodBase method && _folders.TryGetValue(method.MetadataToken, out var written) ? written : FolderOfType(type);
        return own != folder;
    }

    // Fields and members without code count as written in the folder that holds code of their type.
    private string? FolderOfType(Type type) => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything))
        .Select(method => _folders.GetValueOrDefault(method.MetadataToken)).FirstOrDefault(folder => folder is not null);

    private static bool IsPublic(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsPrivate,
        FieldInfo field => field.IsPublic || field.IsPrivate,
        _ => true,
    };

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }

    // For a lambda or a state machine, the name of the method that contains it.
    private static string NameOfSource(MethodBase method)
    {
        var name = method.Name.StartsWith('<') ? method.Name : method.DeclaringType!.Name.StartsWith('<') ? method.DeclaringType.Name : method.Name;
        if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end)
            name = name[1..end];
        return name.LastIndexOf('.') is > 0 and var dot ? name[(dot + 1)..] : name; // Of an explicit interface member.
    }

    private static string NameOf(MemberInfo member)
    {
        var type = Outermost(member.DeclaringType!);
        if (!type.IsPublic)
            return type.Name;
        var name = member.Name.StartsWith("get_", StringComparison.Ordinal) || member.Name.StartsWith("set_", StringComparison.Ordinal) ? member.Name[4..] : member.Name;
        return $"{type.Name}.{name}";
    }

    private static IEnumerable<MemberInfo> Used(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        var (ofType, ofMethod) = (method.DeclaringType!.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null);
        for (var at = 0; at < code.Length;)
        {
            var opCode = OpCodes[code[at] == 0xFE ? unchecked((short)((0xFE << 8) | code[at + 1])) : code[at]];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok
                && method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod) is { DeclaringType: not null } member)
            {
                yield return member;
            }

            at += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
