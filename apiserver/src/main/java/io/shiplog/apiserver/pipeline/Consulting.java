package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.write.Consultant;

/** Who is asked about the writes of a call. */
@FunctionalInterface
interface Consulting {
    /** Nobody. */
    Consulting NOBODY = (call, subresource, dryRun) -> Consultant.NONE;

    /** @param subresource what of the object the writes are about, empty for itself */
    Consultant about(Call call, String subresource, boolean dryRun);
}
