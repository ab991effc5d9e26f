package io.shiplog.reconcilers.loop;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out a record that Kafka refuses for its size: an assignment is larger than its pod by the services that it
 * lists. One such pod must not stop the controllers of all others. Any other refusal ends the application.
 */
public final class SkipTooLarge implements ProductionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SkipTooLarge.class);

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof RecordTooLargeException) {
            LOG.error("a record for {} is left out: {}", record.topic(), exception.getMessage());
            return Response.resume();
        }
        return Response.fail();
    }

    @Override
    public void configure(Map<String, ?> configs) {}
}
