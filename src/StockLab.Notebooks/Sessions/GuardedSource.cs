using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace StockLab.Notebooks;

/// <summary>
/// A cell's code with a call to <see cref="CellGuard.Check"/> at the start of every loop body, function body and label, so that an endless loop or
/// recursion can be stopped. Nothing is moved to another line; <see cref="Original"/> finds the place in the code as it was written.
/// </summary>
internal sealed class GuardedSource
{
    private readonly SourceText original;
    private readonly IReadOnlyList<TextChange> changes;

    private GuardedSource(SourceText original, SyntaxTree tree, IReadOnlyList<TextChange> changes)
    {
        this.original = original;
        Tree = tree;
        this.changes = changes;
    }

    /// <summary>The tree to compile.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>Parses a cell and guards it.</summary>
    public static GuardedSource Parse(string code, CSharpParseOptions options, string path, int session)
    {
        var original = SourceText.From(code, Encoding.UTF8);
        var tree = CSharpSyntaxTree.ParseText(original, options, path);
        var places = new Places($"global::{typeof(CellGuard).FullName}.{nameof(CellGuard.Check)}({session});");
        // A tree with mistakes is compiled as it is, so that its messages are those of the code as written.
        if (!tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            places.Visit(tree.GetRoot());
        if (places.Changes.Count == 0)
            return new GuardedSource(original, tree, []);
        places.Changes.Sort((a, b) => a.Span.CompareTo(b.Span));
        var guarded = CSharpSyntaxTree.ParseText(SourceText.From(original.WithChanges(places.Changes).ToString(), Encoding.UTF8), options, path);
        return new GuardedSource(original, guarded, places.Changes);
    }

    /// <summary>The line and column, counted from 0, of a position of <see cref="Tree"/> in the code as it was written.</summary>
    public LinePosition Original(int position)
    {
        var shift = 0;
        foreach (var change in changes)
        {
            var start = change.Span.Start + shift;
            if (position < start)
                break;
            var length = change.NewText!.Length;
            if (position < start + length)
                return original.Lines.GetLinePosition(change.Span.Start);
            shift += length - change.Span.Length;
        }
        return original.Lines.GetLinePosition(Math.Clamp(position - shift, 0, original.Length));
    }

    private sealed class Places(string check) : CSharpSyntaxWalker
    {
        public List<TextChange> Changes { get; } = [];

        public override void VisitWhileStatement(WhileStatementSyntax node)
        {
            Guard(node.Statement);
            base.VisitWhileStatement(node);
        }

        public override void VisitDoStatement(DoStatementSyntax node)
        {
            Guard(node.Statement);
            base.VisitDoStatement(node);
        }

        public override void VisitForStatement(ForStatementSyntax node)
        {
            Guard(node.Statement);
            base.VisitForStatement(node);
        }

        public override void VisitForEachStatement(ForEachStatementSyntax node)
        {
            Guard(node.Statement);
            base.VisitForEachStatement(node);
        }

        public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
        {
            Guard(node.Statement);
            base.VisitForEachVariableStatement(node);
        }

        public override void VisitLabeledStatement(LabeledStatementSyntax node)
        {
            Insert(node.ColonToken.Span.End, " " + check);
            base.VisitLabeledStatement(node);
        }

        public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
        {
            Guard(node.Body, node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
            base.VisitLocalFunctionStatement(node);
        }

        public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            Guard(node.Body, node.ExpressionBody, node.SemicolonToken, node.ReturnType, node.Modifiers);
            base.VisitMethodDeclaration(node);
        }

        private void Guard(StatementSyntax body)
        {
            if (body is BlockSyntax block)
            {
                Insert(block.OpenBraceToken.Span.End, " " + check);
                return;
            }
            Insert(body.SpanStart, "{ " + check + " ");
            Insert(body.Span.End, " }");
        }

        private void Guard(BlockSyntax? body, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, TypeSyntax returnType, SyntaxTokenList modifiers)
        {
            if (body is not null)
            {
                Insert(body.OpenBraceToken.Span.End, " " + check);
                return;
            }
            if (arrow is null)
                return;
            // => expression;  becomes  { check; return expression; }
            var isAsync = modifiers.Any(SyntaxKind.AsyncKeyword);
            var returnsNothing = returnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
                || isAsync && returnType.ToString() is "Task" or "ValueTask" or "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask";
            var statement = arrow.Expression is ThrowExpressionSyntax || returnsNothing ? " " : " return ";
            Changes.Add(new TextChange(arrow.ArrowToken.Span, "{ " + check + statement));
            Insert(semicolon.Span.End, " }");
        }

        private void Insert(int position, string text) => Changes.Add(new TextChange(new TextSpan(position, 0), text));
    }
}
