/// The look of the pages: in the page itself, so that one answer is all a browser needs.
enum Stylesheet {
  /// The content of the `style` element.
  static let text: HTML = """
    :root{color-scheme:light dark;--page:#f3f4f6;--card:#fff;--text:#1a1f29;--soft:#4d5666;--line:#7b8494;--accent:#1f57c3;\
    --on-accent:#fff;--bad:#b3201b;--bad-soft:#fdeeee;--good:#0d6638;--good-soft:#e9f6ef}
    @media(prefers-color-scheme:dark){:root{--page:#12151b;--card:#1b2029;--text:#e9ecf1;--soft:#aab3c2;--line:#7e8899;\
    --accent:#8db4ff;--on-accent:#0c1526;--bad:#ff9d97;--bad-soft:#371d1f;--good:#7fdcaa;--good-soft:#15301f}}
    *{box-sizing:border-box}
    body{margin:0;min-height:100vh;display:flex;flex-flow:column;align-items:center;justify-content:center;\
    padding:1.5rem 1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
    header{max-width:25rem;margin:0 0 1rem;font-weight:600;text-align:center;color:var(--soft);overflow-wrap:anywhere}
    header a{color:inherit;text-decoration:none}
    header a:hover{text-decoration:underline}
    header img{display:block;max-width:100%;max-height:4rem;margin:0 auto}
    .visitor{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1rem;font-size:.9rem;font-weight:400}
    .visitor span{flex-basis:100%}
    .visitor a,.visitor button{padding:.1rem 0;text-decoration:underline}
    .visitor button{width:auto;margin:0;background:none;color:inherit;font-weight:400}
    main{width:100%;max-width:25rem;padding:1.75rem;background:var(--card);border-radius:.75rem;\
    box-shadow:0 1px 3px #0003;overflow-wrap:anywhere}
    h1{margin:0 0 2.15rem;font-size:1.5rem;line-height:1.25}
    p{margin:0 0 1rem}
    form>div{position:relative}
    form>p{margin:.35rem 0 0}
    label{display:block;margin:1rem 0 .35rem;font-weight:600}
    input,select{width:100%;padding:.6rem .7rem;border:1px solid var(--line);border-radius:.4rem;background:var(--card);\
    color:inherit;font:inherit}
    .choice{display:flex;gap:.6rem;align-items:center;font-weight:400}
    .choice input{width:1.2rem;height:1.2rem;margin:0;accent-color:var(--accent)}
    button{width:100%;margin:1.5rem 0 0;padding:.65rem 1rem;border:0;border-radius:.4rem;background:var(--accent);\
    color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
    form>button:first-child{margin-top:0}
    .second{margin-top:.75rem;background:none;color:var(--accent);box-shadow:inset 0 0 0 1px var(--line)}
    button:hover{filter:brightness(.92)}
    [autocomplete$=password]{padding-right:6rem}
    .show{position:absolute;top:0;right:0;width:auto;height:100%;margin:0;padding:0 .7rem;background:none;\
    color:var(--accent);font-size:.9rem}
    a{color:var(--accent)}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
    [aria-invalid]{border-color:var(--bad);border-width:2px}
    h1+.hint{margin-top:-1.15rem}
    .hint,.account dt{color:var(--soft);font-size:.9rem}
    form+div{margin-top:1rem}
    .error{color:var(--bad);font-size:.9rem;font-weight:600}
    [role=alert],[role=status]{padding:.7rem .85rem;border-left:4px solid;border-radius:.4rem}
    [role=alert]{background:var(--bad-soft);color:var(--bad)}
    [role=status]{background:var(--good-soft);color:var(--good)}
    .other{margin:1.25rem 0 0;display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.25rem}
    footer{margin:1.25rem 0 0;color:var(--soft);font-size:.875rem}
    footer ul{display:flex;flex-wrap:wrap;justify-content:center;gap:0 1rem;margin:0;padding:0;list-style:none}
    footer li{padding:.2rem 0}
    footer a{color:inherit}
    [aria-current]{font-weight:600}
    .account h2{margin:0;font-size:1.1rem;line-height:1.3}
    .account dl,.account dd,.account ul{margin:0 0 .75rem}
    .account details,.account section{padding:1rem 0;border-top:1px solid var(--line)}
    .account summary{cursor:pointer}
    .account summary h2{display:inline}
    .account details>p{margin:1rem 0 0}
    .account ul{padding:0;list-style:none}
    .account li{margin:1rem 0 0}
    .account li p{margin:0}
    .account li button{margin:.75rem 0 0}
    """

  /// What lets this style and no other through the Content-Security-Policy (CSP Level 3 section 2.3.1): the
  /// SHA-256 of `text`, in base64.
  static let source = "'sha256-qBBV5AgZnFiP7qdpCG4XFSA9Xwt/LLrZ3ytgE8SmIk4='"
}
