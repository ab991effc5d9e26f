/** What of the suite can be tried without processes. */
package io.shiplog.bench.faults;
