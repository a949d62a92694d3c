internal import CMemcheck
internal import Glibc
internal import LWECore
internal import SecretMemory

// Run under valgrind: marks every secret as undefined and asks memcheck whether a branch or an address depended on one.
// Exit 0 when none did and the planted leaks were found, 1 otherwise, 2 outside valgrind.

guard kms_memcheck_is_running() != 0 else {
    print("constant time: run me under valgrind (make ctgrind); valgrind's header is needed to build me")
    exit(2)
}
print("constant time: vector level \(VectorLevel.best)")
var report = Report()
do {
    try checkPlantedLeaks(&report)
    for variant in FrodoVariant.allCases { try checkKEM(variant, &report) }
    for variant in FrodoVariant.allCases { try checkPKE(variant, &report) }
    try checkRegev(&report)
    try checkTFHE(&report)
} catch {
    print("constant time: \(error)")
    exit(1)
}
print(report.failed ? "constant time: FAILED" : "constant time: no branch or address depends on a secret")
exit(report.failed ? 1 : 0)
