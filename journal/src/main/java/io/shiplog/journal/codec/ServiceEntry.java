package io.shiplog.journal.codec;

import java.util.List;

/**
 * A service with its endpoints, as far as they matter to whoever steers traffic and answers names.
 *
 * @param service a v1 Service as JSON: names, spec and the load balancer's status
 * @param slices discovery.k8s.io/v1 EndpointSlices of the service as JSON, by name; only endpoints that may be asked
 *     are in them
 */
@SuppressWarnings("ArrayRecordComponent")
public record ServiceEntry(byte[] service, List<byte[]> slices) {
    public ServiceEntry {
        slices = List.copyOf(slices);
    }
}
