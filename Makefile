# One entry for everything; `make help` lists the targets. Needs only Python 3.11 or newer.
#   make PYTHON=/path/to/python3 …   chooses the interpreter that makes .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
export PYTHON

VENV := .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
GRAPH := build/fangzhi.kg
# Annotated pages, kept beside the checkout.
SHARED := $(or $(FANGZHI_SHARED),../shared)
# The stamps say which lock the environment was last completed from; dev.txt contains run.txt.
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
# The bundle of the workbench; its last file stands for all.
WEB := kg/assets/web/NOTICE.txt
COMMON := locks/build.txt pyproject.toml tools/venv.sh

# What `make torture` runs at full size.
TORTURE := tests/graph/test_durability.py tests/documents tests/fuzz tests/patterns tests/torture tests/browser/test_hostile_texts.py

.PHONY: help demo test lint format types unit torture audit browser virtuoso web readme bench lock clean distclean

help: ## 列出各目标 · list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(RUN): locks/run.txt $(COMMON)
	@tools/venv.sh locks/run.txt
	@touch $@

$(DEV): locks/dev.txt $(COMMON)
	@tools/venv.sh locks/dev.txt
	@touch $@ $(RUN)

$(WEB): $(wildcard web/*.json web/*.mjs web/src/*.js) kg/assets/types.json kg/assets/serve/english.json tools/web.sh | $(RUN)
	@tools/web.sh

demo: $(RUN) ## 由 seeds/ 建图、导出、画网络 · build, export and draw the graph of seeds/
	@$(MAKE) -s $(WEB) || echo '网页工作台的网络、图表和编辑器没有做成(见上),其余不受影响 · the workbench goes without its bundled parts'
	@mkdir -p build
	$(KG) build seeds -o $(GRAPH)
	$(KG) export -g $(GRAPH) -f turtle -o build/graph.ttl
	$(KG) view -g $(GRAPH) -o build/network.html
	$(KG) stats -g $(GRAPH)
	@echo
	@echo '图谱 graph    build/fangzhi.kg'
	@echo 'Turtle        build/graph.ttl'
	@echo '网络图 page   build/network.html  (用浏览器打开,不需要联网 · opens offline in any browser)'
	@echo
	@echo '接下来可以试试 · what to try next:'
	@echo '  $(KG) query --list -g $(GRAPH)'
	@echo '  $(KG) show 芦淞区 -g $(GRAPH)'
	@echo '  $(KG) serve -g $(GRAPH)      # 网页工作台 · the workbench: http://127.0.0.1:8000/'
	@echo '  $(KG) build 你的文件夹 && $(KG) stats'

test: lint types browser virtuoso web unit ## 全部检查与测试 · every check and test

lint: $(DEV) ## ruff:规则与格式 · rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## mypy --strict
	$(BIN)/mypy --strict kg

browser: ## 浏览器测试所需的 Chromium · Chromium for the browser tests
	@tools/browser.sh

virtuoso: ## 远程存储测试所需的 Virtuoso · Virtuoso for the tests of remote stores
	@tools/virtuoso.sh

web: $(DEV) $(WEB) ## 网页工作台的网络、图表和编辑器 · the parts of the workbench made of libraries

unit: $(DEV) ## pytest
	$(BIN)/python -m pytest

torture: $(DEV) browser ## 耐久测试加量:数百次中断、满盘、乱文、一千条恶意查询 · kills, full disks, fuzzing, hostile queries at full size
	FANGZHI_TORTURE=1 HOSTILE=1000 $(BIN)/python -m pytest -s $(TORTURE)

audit: $(DEV) ## 依赖的许可证与已知漏洞 · licences and known holes of the dependencies
	$(BIN)/python tools/audit.py

format: $(DEV) ## 改写格式 · rewrite the format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

readme: $(DEV) ## 把真实的回答写进文档 · put real answers into the documents
	@mkdir -p build
	$(KG) build seeds -o build/seeds.kg
	$(KG) build $(SHARED)/pages -o build/pages.kg
	$(BIN)/python tools/readme.py build/seeds.kg build/pages.kg $(SHARED)/gold

bench: $(DEV) ## 性能对照,写成 benchmarks/RESULTS.md · ratios measured side by side
	FANGZHI_SHARED=$(SHARED) $(BIN)/python -m benchmarks $(BENCH)

lock: ## 重写锁文件 · write the lock files anew
	@tools/lock.sh $(or $(PYTHON),python3.11)

clean: ## 删去产物与缓存 · remove what was built
	rm -rf build dist kg/assets/web kg/assets/web.new web/node_modules .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## 连同虚拟环境 · and the environment too
	rm -rf $(VENV)
