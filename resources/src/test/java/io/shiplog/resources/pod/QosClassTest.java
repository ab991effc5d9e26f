package io.shiplog.resources.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ComputePodQOS of v1.34.2 answers for the same pods. */
class QosClassTest {

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'containers':[{}]}                                                                                                      | BestEffort
            {'containers':[{'resources':{'requests':{'cpu':'0','memory':'0'},'limits':{'cpu':'0','memory':'0'}}}]}                   | BestEffort
            {'containers':[{'resources':{'requests':{'ephemeral-storage':'1Gi'}}}]}                                                  | BestEffort
            {'containers':[{'resources':{'requests':{'cpu':'1','memory':'1Gi'},'limits':{'cpu':'1','memory':'1Gi'}}}]}               | Guaranteed
            {'containers':[{'resources':{'requests':{'cpu':'1','memory':'1Gi'},'limits':{'cpu':'1000m','memory':'1024Mi'}}}]}        | Guaranteed
            {'containers':[{'resources':{'requests':{'cpu':'0','memory':'1Gi'},'limits':{'cpu':'1','memory':'1Gi'}}}]}               | Burstable
            {'containers':[{'resources':{'requests':{'cpu':'1'},'limits':{'cpu':'1'}}}]}                                             | Burstable
            {'containers':[{'resources':{'limits':{'cpu':'1','memory':'1Gi'}}}]}                                                     | Burstable
            {'initContainers':[{}],'containers':[{'resources':{'requests':{'cpu':'1','memory':'1'},'limits':{'cpu':'1','memory':'1'}}}]} | Burstable
            {'resources':{'requests':{'cpu':'1','memory':'1'},'limits':{'cpu':'1','memory':'1'}},'containers':[{}]}                  | Guaranteed
            {'resources':{'requests':{'cpu':'1'},'limits':{'cpu':'1'}},'containers':[{}]}                                            | Burstable
            {'resources':{'requests':{'cpu':'1','memory':'1'}},'containers':[{}]}                                                    | Burstable
            {'resources':{'limits':{'cpu':'0'}},'containers':[{'resources':{'requests':{'cpu':'1'}}}]}                               | BestEffort
            {'resources':{},'containers':[{'resources':{'requests':{'cpu':'1'}}}]}                                                   | BestEffort
            """)
    void classifiesAsUpstream(String spec, String expected) {
        var pod = Json.parse(("{\"spec\":" + spec.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8));
        assertThat(QosClass.of(PodResources.asked(pod)).text()).isEqualTo(expected);
    }
}
