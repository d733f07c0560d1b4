/// The one script of the pages: it shows the button beside a password, which shows and hides the password.
/// Nothing else needs it. What is sent is hidden again, so that no browser keeps it as a plain text.
package enum PageScript {
  /// The content of the `script` element.
  package static let text: HTML = """
    for(const b of document.querySelectorAll(".show")){\
    const i=b.previousElementSibling,t=[b.textContent,b.dataset.hide],\
    s=v=>{i.type=v?"text":"password";b.textContent=t[+v]};\
    b.hidden=false;b.onclick=()=>s(i.type=="password");i.form.addEventListener("submit",()=>s(false))}
    """

  /// What lets this script and no other through the Content-Security-Policy (CSP Level 3 section 2.3.1): the
  /// SHA-256 of `text`, in base64.
  static let source = "'sha256-bw56nijvh3eI4l7pDgdktAzA+wOZO83oOz9n2lLqHVg='"
}
