#include "screening/parties/party_clusters.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "screening/parties/party_index.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(PartyClustersTest, LinksBySharedAddressTelephoneAndLikeName) {
  const std::vector<DeclaredParty> parties = {
      {"Rangreen Chemical Co., Ltd.", "5 East Road, Wuhan", ""},
      {"Blue Lake Biotech", "No. 5 East Rd., Wuhan; tel +86 27 5555 0101", ""},
      {"Sunny Garden Supplies", "Lot 9, Canal Street, Ningbo; T: 027-55550101", ""},
      {"Rangren Chemical", "", ""},
      {"Honest Paint Works", "77 Harbour Road, Rotterdam", ""},
  };
  const auto clusters = FindPartyClusters(parties, kPartyScore);
  ASSERT_THAT(clusters, SizeIs(1));
  EXPECT_THAT(clusters[0].parties, ElementsAre(0, 1, 2, 3));
  ASSERT_THAT(clusters[0].links, SizeIs(3));
  std::string reasons;
  for (const PartyLink& link : clusters[0].links) AppendTo(reasons, link.reason, "\n");
  EXPECT_THAT(reasons, HasSubstr("same address"));
  EXPECT_THAT(reasons, HasSubstr("same telephone"));
  EXPECT_THAT(reasons, HasSubstr("'rangreen' for 'rangren'"));
}

TEST(PartyClustersTest, ATelephoneFieldLinksWithOneInAnAddress) {
  const auto clusters =
      FindPartyClusters({{"Rangreen Chemical", "", "027-5555 0101"},
                         {"Blue Lake Biotech", "5 East Rd., Wuhan; tel +86 27 5555 0101", ""},
                         {"Honest Paint Works", "77 Harbour Road", "00000000"},
                         {"Quiet Paper Mill", "", "00000000"}},
                        kPartyScore);
  ASSERT_THAT(clusters, SizeIs(1));
  EXPECT_THAT(clusters[0].parties, ElementsAre(0, 1));
  ASSERT_THAT(clusters[0].links, SizeIs(1));
  EXPECT_EQ(clusters[0].links[0].reason, "same telephone, ending 755550101");
}

TEST(PartyClustersTest, OnePartyInSeveralWritingsIsNoCluster) {
  EXPECT_THAT(
      FindPartyClusters(
          {{"Acme Ltd", "1 A Street, B", ""}, {"ACME LIMITED", "1 A Street, B", ""}, {"Acme", "", ""}},
          kPartyScore),
      IsEmpty());
}

TEST(PartyClustersTest, AnAddressOfManyLinksNobody) {
  std::vector<DeclaredParty> parties;
  for (size_t i = 0; i <= kSharedByTooMany; ++i) {
    parties.push_back({Concat(std::string(6, static_cast<char>('a' + i)), " forwarding"),
                       "Cargo Village 12, Airport Road", ""});
  }
  EXPECT_THAT(FindPartyClusters(parties, kPartyScore), IsEmpty());
  parties.pop_back();
  EXPECT_THAT(FindPartyClusters(parties, kPartyScore), SizeIs(1));
}

}  // namespace
}  // namespace tidewaiter
