using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StockLab.Notebooks;

/// <summary>Colours C# when the page is written, so that pages need no script.</summary>
internal static class CodeColours
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The code as HTML with a class on each span: k keyword, s string, n number, c comment, t type, f function, d directive.</summary>
    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, Options).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia)
                Write(html, trivia);
            Write(html, token.Text, Class(token));
            foreach (var trivia in token.TrailingTrivia)
                Write(html, trivia);
        }
        return html.ToString();
    }

    private static void Write(StringBuilder html, SyntaxTrivia trivia)
    {
        var isComment = trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
        Write(html, trivia.ToFullString(), trivia.IsDirective ? "d" : isComment ? "c" : null);
    }

    private static void Write(StringBuilder html, string text, string? style)
    {
        if (text.Length == 0)
            return;
        var encoded = WebUtility.HtmlEncode(text);
        html.Append(style is null ? encoded : $"<span class=\"{style}\">{encoded}</span>");
    }

    private static string? Class(SyntaxToken token)
    {
        var kind = token.Kind();
        if (SyntaxFacts.IsKeywordKind(kind) || SyntaxFacts.IsContextualKeyword(kind))
            return "k";
        if (kind is SyntaxKind.NumericLiteralToken)
            return "n";
        if (kind is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken)
            return "s";
        if (kind != SyntaxKind.IdentifierToken)
            return null;
        return token.Parent switch
        {
            IdentifierNameSyntax { IsVar: true } => "k",
            BaseTypeDeclarationSyntax or ConstructorDeclarationSyntax or TypeParameterSyntax => "t",
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => "f",
            IdentifierNameSyntax { Parent: NameColonSyntax or NameEqualsSyntax } => null,
            SimpleNameSyntax { Parent: InvocationExpressionSyntax } => "f",
            SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } name when access.Name == name => "f",
            GenericNameSyntax or SimpleNameSyntax { Parent: TypeArgumentListSyntax or BaseObjectCreationExpressionSyntax or VariableDeclarationSyntax or ParameterSyntax or ArrayTypeSyntax
                or NullableTypeSyntax or BaseTypeSyntax or CastExpressionSyntax or TypeOfExpressionSyntax or AttributeSyntax or MethodDeclarationSyntax or LocalFunctionStatementSyntax
                or PropertyDeclarationSyntax or DeclarationPatternSyntax or RefTypeSyntax } => "t",
            _ => null,
        };
    }
}
