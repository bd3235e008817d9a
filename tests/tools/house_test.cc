// The walls of the house: arrows point down, and one list of dependencies agrees with the other.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "gmock/gmock.h"

namespace {

namespace fs = std::filesystem;

std::string Read(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(HouseTest, ArrowsPointDown) {
  const std::map<std::string, int> level = {{"chemdb", 0}, {"rules", 1}, {"screening", 2}, {"tools", 3}};
  int read = 0;
  for (const auto& [folder, height] : level) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(TIDEWAITER_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      ++read;
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        if (line.rfind("#include \"", 0) != 0) continue;
        const std::string target = line.substr(10, line.find('/', 10) - 10);
        const auto it = level.find(target);
        if (it == level.end()) continue;
        EXPECT_LE(it->second, height) << entry.path() << ": " << line;
      }
    }
  }
  EXPECT_GT(read, 50);
}

TEST(HouseTest, RdkitStaysInChemdbStructure) {
  for (const char* folder : {"chemdb", "rules", "screening", "tools"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(TIDEWAITER_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      if (entry.path().string().find("chemdb/structure/") != std::string::npos) continue;
      if (entry.path().string().find("tools/bench/") != std::string::npos)
        continue;  // baselines call RDKit itself
      EXPECT_THAT(Read(entry.path()), testing::Not(testing::HasSubstr("#include <GraphMol/")))
          << entry.path();
    }
  }
}

TEST(HouseTest, BothListsOfDependenciesNameTheSame) {
  const fs::path source(TIDEWAITER_SOURCE_DIR);
  const std::string cmake = Read(source / "tools/cmake/tidewaiter_dependencies.cmake");
  const std::string packages = Read(source / "tools/setup/packages.txt");
  const std::map<std::string, std::string> pairs = {{"find_package(absl", "libabsl-dev"},
                                                    {"find_package(Boost", "libboost-dev"},
                                                    {"find_package(EXPAT", "libexpat1-dev"},
                                                    {"find_package(ICU", "libicu-dev"},
                                                    {"find_package(OpenSSL", "libssl-dev"},
                                                    {"find_package(RDKit", "librdkit-dev"},
                                                    {"find_package(SQLite3", "libsqlite3-dev"},
                                                    {"find_package(ZLIB", "zlib1g-dev"},
                                                    {"find_package(nlohmann_json", "nlohmann-json3-dev"},
                                                    {"find_package(simdjson", "libsimdjson-dev"},
                                                    {"find_package(yaml-cpp", "libyaml-cpp-dev"},
                                                    {"find_package(zstd", "libzstd-dev"},
                                                    {"find_package(CLI11", "libcli11-dev"},
                                                    {"find_package(GTest", "libgtest-dev"},
                                                    {"find_package(benchmark", "libbenchmark-dev"}};
  size_t found = 0;
  for (size_t at = 0; (at = cmake.find("find_package(", at)) != std::string::npos; ++at) {
    const std::string name = cmake.substr(at, cmake.find_first_of(" )", at + 13) - at);
    if (name == "find_package(Threads") continue;
    ++found;
    const auto it = pairs.find(name);
    ASSERT_NE(it, pairs.end()) << name << " is not in this test's table";
    EXPECT_THAT(packages, testing::HasSubstr(it->second));
  }
  EXPECT_EQ(found, pairs.size());
}

}  // namespace
