extension Command {
    /// A completion script for bash, without need of the bash-completion package.
    public var bashCompletion: String {
        """
        # bash completion for \(name). Load it with: source <(\(name) completions bash)
        _\(name)_reply() {  # _\(name)_reply CURRENT WORD...: offers the words that begin with CURRENT
            local current=$1 word
            shift
            for word; do [[ $word == "$current"* ]] && COMPREPLY+=("$word"); done
        }
        _\(name)_files() {  # _\(name)_files CURRENT PATTERN...: offers directories and matching files
            local current=$1 pattern file
            shift
            compopt -o filenames 2>/dev/null
            while IFS= read -r file; do [[ -n $file ]] && COMPREPLY+=("$file"); done < <(
                compgen -d -- "$current"
                for pattern; do compgen -f -X "!$pattern" -- "$current"; done | sort -u | while IFS= read -r file; do
                    [[ -d $file ]] || printf '%s\\n' "$file"
                done)
        }
        _\(name)() {
            local line=${COMP_LINE:0:COMP_POINT} current='' previous='' command='' option='' prefix='' i word
            local -a words=()
            COMPREPLY=()
            # bash splits words at '=' and ':'; put them together again as the shell would see them.
            for ((i = 1; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if ((${#words[@]})) && [[ $word == [=:]* || ${COMP_WORDS[i-1]} == [=:] ]] && [[ $i -gt 1 ]] &&
                    [[ $line == *"${words[-1]}$word"* ]]; then
                    words[-1]+=$word
                else
                    words+=("$word")
                fi
            done
            current=${words[-1]}
            ((${#words[@]} > 1)) && previous=${words[-2]}
            for word in "${words[@]:0:${#words[@]}-1}"; do
                case $word in \(subcommands.map(\.name).joined(separator: "|"))) command=$word; break ;; esac
            done
            prefix=$current
            if [[ $current == --*=* ]]; then
                option=${current%%=*} current=${current#*=}
            else
                option=$previous
            fi
            case $command,$option in
        \(valueCases)
            *)
                case $command in
        \(wordCases)
                esac ;;
            esac
            # What bash takes for the current word begins after the last '='.
            if [[ $prefix == *=* && $COMP_WORDBREAKS == *=* ]]; then
                [[ $current == *=* ]] && COMPREPLY=("${COMPREPLY[@]#"${current%=*}="}")
            elif [[ $prefix == --*=* ]]; then
                COMPREPLY=("${COMPREPLY[@]/#/${prefix%%=*}=}")
            fi
        }
        complete -o nosort -F _\(name) \(name)

        """
    }

    /// One case per option with a value.
    private var valueCases: String {
        var cases: [String] = []
        for command in subcommands {
            for row in command.rows {
                guard let kind = row.kind else { continue }
                let short = row.short.map { "|\(command.name),-\($0)" } ?? ""
                cases.append("    \(command.name),--\(row.name)\(short)) \(bashOffer(kind)) ;;")
            }
        }
        return cases.joined(separator: "\n")
    }

    /// One case per subcommand: its options, or its arguments.
    private var wordCases: String {
        var cases: [String] = []
        for command in [self] + subcommands {
            let isProgram = command.name == name
            let options = command.rows.map { "--\($0.name)" }.joined(separator: " ")
            let argument = command.arguments.first.map { bashOffer($0.kind) } ?? ":"
            let offer = isProgram ? bashOffer(.choice(subcommands.map(\.name))) : argument
            cases.append(
                """
                        \(isProgram ? "''" : command.name))
                            if [[ $current == -* ]]; then _\(name)_reply "$current" \(options); else \(offer); fi ;;
                """)
        }
        return cases.joined(separator: "\n")
    }

    private func bashOffer(_ kind: ValueKind) -> String {
        switch kind {
        case .text, .integer: ":"
        case .choice(let words): "_\(name)_reply \"$current\" \(words.joined(separator: " "))"
        case .file(let patterns):
            "_\(name)_files \"$current\" "
                + (patterns.isEmpty ? ["*"] : patterns).map { "'\($0)'" }.joined(separator: " ")
        case .directory: "_\(name)_files \"$current\""
        }
    }
}
