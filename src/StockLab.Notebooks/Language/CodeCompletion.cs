using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StockLab.Notebooks;

/// <summary>One way to go on from the cursor.</summary>
/// <param name="Text">What to put in place of the word at the cursor.</param>
/// <param name="Kind">What it is, in a word: <c>method</c>, <c>property</c>, <c>class</c>, <c>keyword</c>, <c>path</c> …</param>
/// <param name="Signature">Its signature, or the empty string.</param>
public sealed record Completion(string Text, string Kind, string Signature);

/// <summary>The ways to go on from a place in a cell.</summary>
/// <param name="Start">Where the word at the cursor begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The ways, the likeliest first.</param>
public sealed record Completions(int Start, int End, ImmutableArray<Completion> Items);

/// <summary>Completes code by what the compiler knows: members, earlier cells, namespaces, parameters, keywords, paths in <c>#r</c>.</summary>
internal static class CodeCompletion
{
    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat;

    private static readonly ImmutableArray<string> Keywords =
    [
        .. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Where(text => text.Length > 1 && char.IsAsciiLetter(text[0]) && !text.StartsWith("__", StringComparison.Ordinal)),
        "var", "dynamic", "async", "await", "record", "yield", "when", "where", "select", "from", "orderby", "with", "required", "init", "get", "set", "and", "or", "not", "nameof", "global",
    ];

    /// <summary>Completes at a position.</summary>
    public static Completions At(string code, int position, string folder, Func<string, (CSharpCompilation, SyntaxTree)> compile, CancellationToken cancel)
    {
        position = Math.Clamp(position, 0, code.Length);
        if (Directive(code, position, folder) is { } paths)
            return paths;
        var start = position;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] is '_' or '@'))
            start--;
        var word = code[start..position];
        var none = new Completions(position, position, []);
        if (word.Length > 0 && char.IsAsciiDigit(word[0]))
            return none;

        var (compilation, tree) = compile(code);
        var root = tree.GetRoot(cancel);
        if (IsText(root, position))
            return none;
        var model = compilation.GetSemanticModel(tree);
        var before = start == 0 ? default : TokenBefore(root, start);
        var found = new Dictionary<string, Completion>(StringComparer.Ordinal);

        void Add(IEnumerable<ISymbol> symbols)
        {
            foreach (var symbol in symbols.Where(symbol => symbol.CanBeReferencedByName && Matches(symbol.Name, word) && !IsHidden(symbol)))
            {
                if (symbol is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.LocalFunction) })
                    found.TryAdd(symbol.Name, new Completion(symbol.Name, KindOf(symbol), symbol is INamespaceSymbol ? "" : symbol.ToDisplayString(Short)));
            }
        }

        if (before.IsKind(SyntaxKind.DotToken) || before.IsKind(SyntaxKind.ColonColonToken) || before.IsKind(SyntaxKind.MinusGreaterThanToken))
        {
            Add(Members(model, before, start));
        }
        else if (before.Parent is InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax or WithExpressionSyntax } initializer
            && model.GetTypeInfo(initializer.Parent!, cancel).Type is { } created && !created.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            // An initializer with nothing but a name in it still looks like that of a collection.
            Add(model.LookupSymbols(start, created).Where(member => member is IPropertySymbol { IsStatic: false, SetMethod: not null } or IFieldSymbol { IsStatic: false, IsReadOnly: false }));
        }
        else if (before.Parent is UsingDirectiveSyntax)
        {
            Add(model.LookupNamespacesAndTypes(start).Where(symbol => symbol is INamespaceSymbol));
        }
        else
        {
            foreach (var parameter in Parameters(model, before, cancel).Where(parameter => Matches(parameter.Name, word)))
                found.TryAdd(parameter.Name + ":", new Completion(parameter.Name + ":", "parameter", parameter.ToDisplayString(Short)));
            Add(model.LookupSymbols(start));
            foreach (var keyword in Keywords.Where(keyword => Matches(keyword, word)))
                found.TryAdd(keyword, new Completion(keyword, "keyword", ""));
        }
        return new Completions(start, position,
        [
            .. found.Values
                .OrderByDescending(item => item.Text.StartsWith(word, StringComparison.Ordinal))
                .ThenByDescending(item => item.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase),
        ]);
    }

    // Paths in #r "…" and #load "…".
    private static Completions? Directive(string code, int position, string folder)
    {
        var lineStart = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var line = code[lineStart..position];
        var directive = line.TrimStart();
        var isReference = directive.StartsWith("#r", StringComparison.Ordinal);
        if (!isReference && !directive.StartsWith("#load", StringComparison.Ordinal))
            return null;
        var quote = line.IndexOf('"');
        if (quote < 0 || line.IndexOf('"', quote + 1) >= 0)
            return null;
        var typed = line[(quote + 1)..];
        var cut = typed.LastIndexOfAny(['/', '\\']) + 1;
        var place = Path.Combine(folder, typed[..cut]);
        var start = lineStart + quote + 1 + cut;
        if (typed.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase) || !Directory.Exists(place))
            return new Completions(position, position, []);
        var wanted = isReference ? ".dll" : ".csx";
        var items =
            from entry in new DirectoryInfo(place).EnumerateFileSystemInfos()
            let isFolder = entry is DirectoryInfo
            where (isFolder || entry.Extension == wanted) && !entry.Name.StartsWith('.') && Matches(entry.Name, typed[cut..])
            orderby isFolder descending, entry.Name
            select new Completion(isFolder ? entry.Name + "/" : entry.Name, "path", "");
        return new Completions(start, position, [.. items]);
    }

    private static bool IsText(SyntaxNode root, int position)
    {
        if (position == 0)
            return false;
        var trivia = root.FindTrivia(position - 1);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia)
            return trivia.Span.Contains(position - 1) && (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || position < trivia.Span.End || !trivia.ToString().EndsWith("*/", StringComparison.Ordinal));
        var token = root.FindToken(position - 1);
        if (!token.Span.Contains(position - 1))
            return false;
        return token.Kind() switch
        {
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken => position < token.Span.End || token.ContainsDiagnostics,
            // The text of an interpolated string holds no quotes: it begins and ends at tokens of their own.
            SyntaxKind.InterpolatedStringTextToken => true,
            SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedVerbatimStringStartToken
                or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken => position == token.Span.End,
            SyntaxKind.CloseBraceToken => token.Parent is InterpolationSyntax,
            _ => false,
        };
    }

    private static SyntaxToken TokenBefore(SyntaxNode root, int position)
    {
        var token = root.FindToken(position - 1);
        while (token.SpanStart >= position || token.Span.Length == 0 && token.SpanStart > 0)
        {
            var previous = token.GetPreviousToken();
            if (previous == default)
                break;
            token = previous;
        }
        return token;
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxToken dot, int position)
    {
        SyntaxNode? owner = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            AliasQualifiedNameSyntax alias => alias.Alias,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        if (owner is null)
            return [];
        var symbol = model.GetSymbolInfo(owner).Symbol;
        if (symbol is IAliasSymbol { Target: var target })
            symbol = target;
        if (symbol is INamespaceSymbol space)
            return model.LookupNamespacesAndTypes(position, space);
        if (symbol is ITypeSymbol staticOwner && owner is not (ThisExpressionSyntax or BaseExpressionSyntax))
            return model.LookupStaticMembers(position, staticOwner).Concat(model.LookupNamespacesAndTypes(position, staticOwner));
        var type = model.GetTypeInfo(owner).Type;
        if (type is IPointerTypeSymbol pointer)
            type = pointer.PointedAtType;
        if (dot.Parent is MemberBindingExpressionSyntax && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        if (type is null or IErrorTypeSymbol)
            return [];
        return model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic && member is not ITypeSymbol);
    }

    private static IEnumerable<IParameterSymbol> Parameters(SemanticModel model, SyntaxToken before, CancellationToken cancel)
    {
        if (before.Parent is not BaseArgumentListSyntax { Parent: { } call })
            return [];
        var info = model.GetSymbolInfo(call, cancel);
        var candidates = info.Symbol is null ? info.CandidateSymbols : [info.Symbol];
        return candidates.OfType<IMethodSymbol>().SelectMany(method => method.Parameters);
    }

    private static bool Matches(string name, string word) => name.StartsWith(word.TrimStart('@'), StringComparison.OrdinalIgnoreCase);

    private static bool IsHidden(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }]);

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "namespace",
        ITypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        ITypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        ITypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        ITypeSymbol => "class",
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        IFieldSymbol { ContainingType.IsScriptClass: true } => "variable",
        IFieldSymbol => "field",
        _ => "variable",
    };
}
