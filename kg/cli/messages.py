"""What click complains about, as one Chinese sentence."""

from __future__ import annotations

import click


def sentence(error: click.ClickException) -> str:
    """The sentence for a usage error; for an error click words itself, its message."""
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"用 {error.ctx.command_path} --help 看用法。"
    return f"{_what(error)}{hint}"


def _what(error: click.ClickException) -> str:
    match error:
        case click.MissingParameter():
            return f"缺少{_kind(error.param)} {_name(error)}。"
        case click.NoSuchOption():
            near = f"是不是 {'、'.join(sorted(error.possibilities))}?" if error.possibilities else ""
            return f"没有选项 {error.option_name}。{near}"
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices))):
            return f"{_name(error)} 只能是 {'、'.join(map(str, choices))}。"
        case click.BadParameter():
            return f"{_name(error)} 的值不对：{error.message}。"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少值。"
        case click.UsageError() if "No such command" in error.message:
            return f"没有命令 {error.message.split(chr(39))[1]}。"
        case click.UsageError() if "unexpected extra argument" in error.message:
            return f"多出的参数 {error.message.partition('(')[2].rstrip(').')}。"
        case click.FileError():
            return f"打不开 {error.ui_filename}：{error.message}。"
    return error.format_message()


def _kind(param: click.Parameter | None) -> str:
    return "参数" if isinstance(param, click.Argument) else "选项"


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    return error.param.human_readable_name if isinstance(error.param, click.Argument) else error.param.opts[-1]
