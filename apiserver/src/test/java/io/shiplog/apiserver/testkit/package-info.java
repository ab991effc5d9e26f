/** A whole API server in the test's process: throw-away certificates, a journal in memory, clients. */
package io.shiplog.apiserver.testkit;
