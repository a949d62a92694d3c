/// The tables of schema 2.
enum VaultSchema {
    static let sql = """
        CREATE TABLE vault(
            one INTEGER PRIMARY KEY CHECK(one=1), id BLOB NOT NULL, version INTEGER NOT NULL,
            tag BLOB NOT NULL, audit BLOB NOT NULL) STRICT;
        CREATE TABLE record(
            id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL,
            purpose TEXT NOT NULL, parameter_set TEXT NOT NULL, epoch INTEGER NOT NULL, version INTEGER NOT NULL,
            seeded INTEGER NOT NULL, owner TEXT NOT NULL, allowed TEXT NOT NULL,
            digest BLOB NOT NULL, clear BLOB NOT NULL, sealed BLOB NOT NULL,
            type TEXT NOT NULL DEFAULT '') STRICT;
        CREATE TABLE audit(
            version INTEGER PRIMARY KEY, event TEXT NOT NULL, tag BLOB NOT NULL) STRICT;
        """
    /// Makes schema 2 of schema 1, which did not know types of integers.
    static let upgrade = """
        ALTER TABLE record ADD COLUMN type TEXT NOT NULL DEFAULT '';
        PRAGMA user_version=2;
        """
    /// The columns of an entry, in the order that `VaultEntry.init(_:)` reads.
    static let entryColumns = commonColumns + ",type"
    /// The same for a database of schema 1 that may not be changed.
    static let firstEntryColumns = commonColumns + ",''"
    private static let commonColumns =
        "id,kind,name,key,purpose,parameter_set,epoch,version,seeded,owner,allowed,digest"
    /// Between the names of `allowed`; no name holds it.
    static let separator: Character = "\n"
}
