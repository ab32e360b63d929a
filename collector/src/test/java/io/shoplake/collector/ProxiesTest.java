package io.shoplake.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

  private static final Proxies PROXIES =
      new Proxies(Set.of("127.0.0.1", "10.1.0.0/16", "fd00::/8"));

  @ParameterizedTest(name = "{0}, X-Forwarded-For {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1 | 192.0.2.1                        | 192.0.2.1",
        "127.0.0.1 | made-up, 192.0.2.7, 192.0.2.1    | 192.0.2.1",
        "127.0.0.1 | 192.0.2.1, 10.1.2.3, 10.1.9.9    | 192.0.2.1",
        "fd00::5   | 2001:db8::1                      | 2001:db8::1",
        "127.0.0.1 | 192.0.2.1:4711                   | 192.0.2.1",
        "127.0.0.1 | [2001:db8::1]:4711               | 2001:db8::1",
        // Who is no proxy of ours may claim what he wants.
        "192.0.2.9 | 192.0.2.1                        | 192.0.2.9",
        "10.2.0.1  | 192.0.2.1                        | 10.2.0.1",
        // A request of a proxy itself, or of one that says nothing of use.
        "127.0.0.1 | 10.1.2.3                         | 10.1.2.3",
        "127.0.0.1 | unknown                          | 127.0.0.1",
        "127.0.0.1 | 192.0.2.999                      | 127.0.0.1",
        "127.0.0.1 | ''                               | 127.0.0.1",
      })
  void theClientIsTheNearestThatIsNoProxyOfOurs(String peer, String hops, String client) {
    assertThat(PROXIES.client(peer, List.of(hops.split(",")))).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1", "2001:db8::1"})
  void withoutProxiesNobodyIsBelieved(String claimed) {
    assertThat(new Proxies(Set.of("")).client("127.0.0.1", List.of(claimed)))
        .isEqualTo("127.0.0.1");
  }
}
