extension Command {
    /// A completion script for zsh: a file `_NAME` in `fpath`, or loaded with `source`.
    public var zshCompletion: String {
        let commands = subcommands.map { "        '\(zsh("\($0.name):\($0.summary)"))'" }.joined(
            separator: "\n")
        return """
            #compdef \(name)
            # zsh completion for \(name). Put it in a directory of $fpath as _\(name), or: source <(\(name) completions zsh)
            _\(name)_commands() {
                local -a commands=(
            \(commands)
                )
                _describe -t commands '\(name) command' commands
            }
            _\(name)() {
                local curcontext=$curcontext state line
                _arguments -C \\
                    \(rows.map(zshSpecification).joined(separator: " \\\n        ")) \\
                    '1:command:_\(name)_commands' \\
                    '*::argument:->arguments'
                [[ $state == arguments ]] || return
                curcontext=${curcontext%:*}-$words[1]:
                case $words[1] in
            \(subcommands.map(zshCase).joined(separator: "\n"))
                esac
            }
            if [[ ${funcstack[1]} == _\(name) ]]; then _\(name) "$@"; else compdef _\(name) \(name); fi

            """
    }

    private func zshCase(_ command: Command) -> String {
        var lines = command.rows.map(zshSpecification)
        for (index, argument) in command.arguments.enumerated() {
            let position = argument.count == .atLeastOne ? "*" : "\(index + 1)"
            let colons = argument.count == .optional ? "::" : ":"
            lines.append("'\(position)\(colons)\(zsh(argument.placeholder)):\(zshAction(argument.kind))'")
        }
        let list = lines.joined(separator: " \\\n            ")
        return "    \(command.name))\n        _arguments -s -S \\\n            \(list) ;;"
    }

    /// `'(-h --help)'{-h,--help}'[text]'` or `'*--set=[text]:KEY:(a b)'`.
    private func zshSpecification(_ row: OptionRow) -> String {
        let value = row.kind.map { ":\(zsh(row.placeholder)):\(zshAction($0))" } ?? ""
        let text = "[\(zsh(row.help.replacingBrackets))]\(value)"
        let long = "--\(row.name)\(row.kind == nil ? "" : "=")"
        let star = row.repeats ? "*" : ""
        guard let short = row.short else { return "'\(star)\(long)\(text)'" }
        let both = "{\(star)-\(short)\(row.kind == nil ? "" : "+"),\(star)\(long)}'\(text)'"
        return row.repeats ? both : "'(-\(short) --\(row.name))'\(both)"
    }

    private func zshAction(_ kind: ValueKind) -> String {
        switch kind {
        case .text, .integer: " "
        case .choice(let words): "(\(words.joined(separator: " ")))"
        case .file(let patterns):
            patterns.isEmpty ? "_files" : "_files -g \"\(patterns.joined(separator: " "))\""
        case .directory: "_files -/"
        }
    }
}

/// `text` inside single quotes.
private func zsh(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "'" ? "'\\''" : String($1) }
}

extension String {
    /// Brackets and colons made plain for an `_arguments` description.
    fileprivate var replacingBrackets: String {
        reduce(into: "") { $0 += "[]:\\".contains($1) ? "\\\($1)" : String($1) }
    }
}
