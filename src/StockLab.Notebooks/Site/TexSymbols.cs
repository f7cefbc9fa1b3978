using System.Collections.Frozen;

namespace StockLab.Notebooks;

/// <summary>The TeX commands that stand for one symbol.</summary>
internal static class TexSymbols
{
    /// <summary>Letters set in italics.</summary>
    public static FrozenDictionary<string, string> Identifiers { get; } = Pairs(
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ " +
        "sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω ell ℓ hbar ℏ imath ı jmath ȷ");

    /// <summary>Letters set upright.</summary>
    public static FrozenDictionary<string, string> UprightIdentifiers { get; } = Pairs(
        "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ emptyset ∅ varnothing ∅ Re ℜ Im ℑ top ⊤ bot ⊥ " +
        "% % $ $ # # & &amp; _ _ dagger †");

    /// <summary>Relations, arrows and binary operators.</summary>
    public static FrozenDictionary<string, string> Operators { get; } = Pairs(
        "cdot ⋅ times × div ÷ pm ± mp ∓ odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ ast ∗ star ⋆ circ ∘ bullet ∙ cap ∩ cup ∪ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ " +
        "le ≤ leq ≤ ge ≥ geq ≥ lt &lt; gt &gt; ll ≪ gg ≫ ne ≠ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ " +
        "forall ∀ exists ∃ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ longrightarrow ⟶ " +
        "uparrow ↑ downarrow ↓ mid ∣ nmid ∤ parallel ∥ perp ⊥ colon : coloneqq ≔ triangleq ≜ doteq ≐ therefore ∴ because ∵ " +
        "ldots … dots … dotsc … dotsb ⋯ cdots ⋯ vdots ⋮ ddots ⋱ prime ′ angle ∠ checkmark ✓");

    /// <summary>Delimiters.</summary>
    public static FrozenDictionary<string, string> Fences { get; } = Pairs(
        "{ { } } lbrace { rbrace } langle ⟨ rangle ⟩ lvert | rvert | vert | | ‖ lVert ‖ rVert ‖ Vert ‖ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrack [ rbrack ] backslash \\");

    /// <summary>Operators whose limits stand above and below in a displayed formula.</summary>
    public static FrozenDictionary<string, string> Large { get; } = Pairs("sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀");

    /// <summary>Integrals, whose limits stand beside them.</summary>
    public static FrozenDictionary<string, string> Integrals { get; } = Pairs("int ∫ iint ∬ oint ∮");

    /// <summary>Function names whose limits stand below in a displayed formula.</summary>
    public static FrozenDictionary<string, string> Limits { get; } =
        "max min sup inf lim limsup liminf argmax argmin Pr det gcd".Split(' ').ToFrozenDictionary(name => name, name => name switch { "argmax" => "arg max", "argmin" => "arg min", _ => name });

    /// <summary>Function names.</summary>
    public static FrozenSet<string> Functions { get; } =
        "arccos arcsin arctan arg cos cosh cot deg dim exp hom ker lg ln log sec sin sinh tan tanh sgn sign softmax relu".Split(' ').ToFrozenSet();

    /// <summary>Spaces and their widths.</summary>
    public static FrozenDictionary<string, string> Spaces { get; } = new Dictionary<string, string>
    {
        [","] = "0.17em", [":"] = "0.22em", [">"] = "0.22em", [";"] = "0.28em", ["!"] = "-0.17em", [" "] = "0.25em", ["quad"] = "1em", ["qquad"] = "2em",
        ["enspace"] = "0.5em", ["thinspace"] = "0.17em",
    }.ToFrozenDictionary();

    /// <summary>Marks set above their argument.</summary>
    public static FrozenDictionary<string, (string Mark, bool Stretches)> Accents { get; } = new Dictionary<string, (string, bool)>
    {
        ["hat"] = ("^", false), ["widehat"] = ("^", true), ["bar"] = ("¯", false), ["overline"] = ("¯", true), ["tilde"] = ("~", false), ["widetilde"] = ("~", true),
        ["vec"] = ("→", false), ["overrightarrow"] = ("→", true), ["dot"] = ("˙", false), ["ddot"] = ("¨", false), ["check"] = ("ˇ", false), ["breve"] = ("˘", false), ["mathring"] = ("˚", false),
    }.ToFrozenDictionary();

    private static FrozenDictionary<string, string> Pairs(string list) =>
        list.Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);
}
