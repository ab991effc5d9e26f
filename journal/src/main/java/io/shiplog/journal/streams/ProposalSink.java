package io.shiplog.journal.streams;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends proposals of a task to the journal, without waiting. The task's thread owns it.
 *
 * @param context the processor's
 * @param sink the name of the topology's sink that writes the journal
 */
public record ProposalSink(ProcessorContext<byte[], byte[]> context, String sink) {
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);

    /**
     * Sends a proposal.
     *
     * @throws io.shiplog.journal.codec.ProposalTooLargeException when it can never be appended
     */
    @SuppressWarnings("NullAway") // journal records have no key; Kafka's interface is not annotated
    public void propose(Proposal proposal) {
        byte[] value = CODEC.encode(proposal);
        context.forward(new Record<byte[], byte[]>(null, value, context.currentSystemTimeMs()), sink);
    }
}
