internal import CommandTable
internal import Simulator

extension Program {
    func keysCommand(_ invocation: Invocation) -> Int32 {
        guard
            let directory = invocation[Switches.vault]
                ?? VaultLocation.usual(environment: Console.environment)
        else {
            return refuse("no vault: neither --vault nor XDG_DATA_HOME nor HOME is given")
        }
        do {
            let listing = try KeyListing(directory: directory)
            guard !listing.isMissing || invocation[Switches.vault] == nil else {
                return refuse("there is no vault in \(directory)")
            }
            console.print(invocation[Switches.json] ? listing.json : listing.table)
            return ExitStatus.success
        } catch {
            return refuse("\(error)")
        }
    }

    /// Reports unusable input.
    func refuse(_ reason: String) -> Int32 {
        console.printError("Error: \(reason)\n")
        return ExitStatus.badInput
    }
}
