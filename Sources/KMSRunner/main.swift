internal import CommandTable
internal import Glibc

StandardStreams.occupy()
CrashReport.install()
exit(Program(console: Console()).run(Array(CommandLine.arguments.dropFirst())))
