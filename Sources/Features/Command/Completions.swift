import CGIAuthCore

/// What a shell needs to complete what is typed.
enum Completions {
  static func report(of shell: [UInt8]) throws(CommandError) -> Report {
    let text: String
    if shell.isEqual(to: "bash") {
      text = bash
    } else if shell.isEqual(to: "zsh") {
      text = "autoload -U +X bashcompinit && bashcompinit\n\(bash)"
    } else {
      throw .usage("completions are for bash and zsh")
    }
    return Report([.init("completions", .text(text))], text: text)
  }

  /// For `eval "$(cgi-auth completions bash)"`.
  private static var bash: String {
    var names: [String] = []
    var cases = ""
    for verb in Verb.all where !names.contains(where: { $0.isEqual(to: verb.name.description) }) {
      names.append(verb.name.description)
      let parts = Verb.all.filter { $0.name.isEqual(to: verb.name) }.compactMap { $0.part?.description }
      if !parts.isEmpty { cases += "      \(verb.name)) words=\"\(parts.joined(separator: " "))\" ;;\n" }
    }
    var options: [String] = []
    for option in CommandOption.common + Verb.all.flatMap({ $0.options })
    where !options.contains(where: { $0.isEqual(to: option.name.description) }) {
      options.append(option.name.description)
    }
    return """
      _cgi_auth() {
        local word=${COMP_WORDS[COMP_CWORD]} words=
        if [[ $word == -* ]]; then
          words="\(options.joined(separator: " "))"
        elif [[ $COMP_CWORD == 1 ]]; then
          words="\(names.joined(separator: " ")) help completions"
        elif [[ $COMP_CWORD == 2 ]]; then
          case ${COMP_WORDS[1]} in
            completions) words="bash zsh" ;;
            help) words="\(names.joined(separator: " "))" ;;
      \(cases)    esac
        fi
        COMPREPLY=($(compgen -W "$words" -- "$word"))
      }
      complete -F _cgi_auth \(Command.name)

      """
  }
}
