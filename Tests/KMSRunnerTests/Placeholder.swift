// Tests of KMSRunner.
