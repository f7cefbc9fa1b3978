using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StockLab.Notebooks;

/// <summary>What a name in a cell stands for.</summary>
/// <param name="Signature">Its declaration.</param>
/// <param name="Plain">Declaration and documentation as text.</param>
/// <param name="Markdown">The same as Markdown.</param>
public sealed record Inspection(string Signature, string Plain, string Markdown);

/// <summary>Explains a name by its declaration and its documentation comment.</summary>
internal static class CodeInspection
{
    private static readonly SymbolDisplayFormat Full = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.InstanceMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.IncludeType,
        SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Explains the name at a position; null when there is none.</summary>
    public static Inspection? At(string code, int position, Func<string, (CSharpCompilation, SyntaxTree)> compile, CancellationToken cancel)
    {
        if (code.Length == 0)
            return null;
        var (compilation, tree) = compile(code);
        var root = tree.GetRoot(cancel);
        var model = compilation.GetSemanticModel(tree);
        var token = NameAt(root, Math.Clamp(position, 0, code.Length), code.Length);
        if (token.Parent is not { } node)
            return null;
        var (symbol, overloads) = Symbol(model, node, cancel);
        if (symbol is null)
            return null;
        var signature = symbol.ToDisplayString(Full);
        if (symbol is IFieldSymbol { ContainingType.IsScriptClass: true } or IMethodSymbol { ContainingType.IsScriptClass: true } or ITypeSymbol { ContainingType.IsScriptClass: true })
            signature = signature.Replace(symbol.ContainingType.ToDisplayString(Full) + ".", "", StringComparison.Ordinal).Replace(symbol.ContainingType.Name + ".", "", StringComparison.Ordinal);
        if (overloads > 0)
            signature += $"   (+ {overloads} overload{(overloads == 1 ? "" : "s")})";
        var documentation = Documentation(symbol, compilation, cancel);
        var (plain, markdown) = Render(documentation);
        return new Inspection(signature, signature + (plain.Length > 0 ? "\n\n" + plain : ""), $"```csharp\n{signature}\n```" + (markdown.Length > 0 ? "\n\n" + markdown : ""));
    }

    // The identifier under the cursor or just before it; with the cursor in an argument list, the name that is called.
    private static SyntaxToken NameAt(SyntaxNode root, int position, int length)
    {
        foreach (var place in (int[])[position, position - 1])
        {
            if (place < 0 || place >= length)
                continue;
            var token = root.FindToken(place);
            if (token.Span.Contains(place) && (token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is PredefinedTypeSyntax))
                return token;
        }
        var inside = root.FindToken(Math.Max(0, Math.Min(position, length) - 1)).Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        SyntaxNode? called = inside?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var other => other,
        };
        // A name's last token may be the end of its type arguments, as in Parse<int>(…).
        return called is SimpleNameSyntax name ? name.Identifier : called?.GetLastToken() ?? default;
    }

    private static (ISymbol? Symbol, int Overloads) Symbol(SemanticModel model, SyntaxNode node, CancellationToken cancel)
    {
        if (model.GetDeclaredSymbol(node, cancel) is { } declared)
            return (declared, 0);
        var info = model.GetSymbolInfo(node, cancel);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is null)
            return (model.GetTypeInfo(node, cancel).Type is { TypeKind: not TypeKind.Error } type ? type : null, 0);
        // new List<int>() explains the constructor.
        if (symbol is ITypeSymbol && node.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } creation && creation.Type.Span.Contains(node.Span)
            && model.GetSymbolInfo(creation, cancel).Symbol is { } constructor)
            symbol = constructor;
        var overloads = symbol is IMethodSymbol method ? model.GetMemberGroup(node, cancel).Length is var group and > 1 ? group - 1 : method.ContainingType?.GetMembers(method.Name).Length - 1 ?? 0 : 0;
        return (symbol, overloads);
    }

    private static XElement? Documentation(ISymbol symbol, Compilation compilation, CancellationToken cancel)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : symbol.OriginalDefinition;
        for (var depth = 0; depth < 8; depth++)
        {
            var xml = symbol.GetDocumentationCommentXml(cancellationToken: cancel);
            if (string.IsNullOrEmpty(xml) && symbol.GetDocumentationCommentId() is { } id)
                xml = FrameworkDocumentation.Find(id);
            var element = Parse(xml);
            // What its base or its interface says of itself says nothing of a type that has no comment.
            if (element is null && symbol is INamedTypeSymbol)
                return null;
            if (element?.Element("inheritdoc") is not { } inherits && element is not null)
                return element;
            inherits = element?.Element("inheritdoc");
            ISymbol? next = inherits?.Attribute("cref")?.Value is { } cref ? DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation) : Base(symbol);
            if (next is null || SymbolEqualityComparer.Default.Equals(next, symbol))
                return element;
            symbol = next.OriginalDefinition;
        }
        return null;
    }

    private static ISymbol? Base(ISymbol symbol)
    {
        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            INamedTypeSymbol type => type.BaseType is { SpecialType: SpecialType.None } parent ? parent : type.Interfaces.FirstOrDefault(),
            _ => null,
        };
        if (overridden is not null || symbol.ContainingType is null)
            return overridden;
        return (from contract in symbol.ContainingType.AllInterfaces
                from member in contract.GetMembers(symbol.Name)
                where SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol)
                select member).FirstOrDefault();
    }

    private static XElement? Parse(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml))
            return null;
        try
        {
            var element = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
            return element.Name == "member" || element.Name == "doc" ? element : new XElement("member", element);
        }
        catch (System.Xml.XmlException)
        {
            // A comment in a cell may be malformed; the signature is shown all the same.
            return null;
        }
    }

    private static (string Plain, string Markdown) Render(XElement? documentation)
    {
        if (documentation is null)
            return ("", "");
        var plain = new StringBuilder();
        var markdown = new StringBuilder();

        void Part(string heading, string name, string text)
        {
            if (text.Length == 0)
                return;
            plain.Append(plain.Length > 0 ? "\n" : "").Append(heading).Append(heading.Length > 0 ? ": " : "").Append(name).Append(name.Length > 0 ? " – " : "").Append(text.Replace("`", "", StringComparison.Ordinal));
            markdown.Append(markdown.Length > 0 ? "\n\n" : "").Append(heading.Length > 0 ? $"**{heading}:** " : "").Append(name.Length > 0 ? $"`{name}` – " : "").Append(text);
        }

        foreach (var element in documentation.Elements())
        {
            switch (element.Name.LocalName)
            {
                case "summary":
                    Part("", "", Text(element));
                    break;
                case "param" or "typeparam":
                    Part("Parameter", element.Attribute("name")?.Value ?? "", Text(element));
                    break;
                case "returns" or "value":
                    Part("Returns", "", Text(element));
                    break;
                case "exception":
                    Part("Throws", NameOf(element.Attribute("cref")?.Value), Text(element));
                    break;
                case "remarks":
                    Part("Remarks", "", Text(element));
                    break;
            }
        }
        return (plain.ToString(), markdown.ToString());
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XText content)
            {
                text.Append(content.Value);
            }
            else if (node is XElement child)
            {
                text.Append(child.Name.LocalName switch
                {
                    "c" or "code" => $"`{child.Value.Trim()}`",
                    "see" or "seealso" => $"`{(child.Value.Length > 0 ? child.Value : child.Attribute("langword")?.Value ?? (child.Attribute("href")?.Value ?? NameOf(child.Attribute("cref")?.Value)))}`",
                    "paramref" or "typeparamref" => $"`{child.Attribute("name")?.Value}`",
                    _ => " " + Text(child) + " ",
                });
            }
        }
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string NameOf(string? cref)
    {
        if (cref is null)
            return "";
        var name = cref.Length > 2 && cref[1] == ':' ? cref[2..] : cref;
        name = name.Split('(')[0];
        var dot = name.LastIndexOf('.');
        return (cref.StartsWith("M:", StringComparison.Ordinal) || cref.StartsWith("P:", StringComparison.Ordinal)) && dot > 0
            ? name[(name.LastIndexOf('.', dot - 1) + 1)..]
            : name[(dot + 1)..].Split('`')[0];
    }
}
